"""What somebody does in a browser without a network."""

from playwright.sync_api import expect

from tests.browser.people import promised

OFFLINE = "/pilots/offline/"
READY = "Dit is klaar, verstuur het"


def known(page, before=""):
    """Waits until the device has the page and the groups, kept anew since `before`; gives by what that is known."""
    promised(page, "async () => (await caches.match('/pilots/offline/', {ignoreVary: true})) !== undefined")
    return promised(
        page,
        """async (before) => {
          const database = await new Promise((resolve) => {
            const request = indexedDB.open('coophub-offline');
            request.onupgradeneeded = () => request.transaction.abort();
            request.onerror = () => resolve(undefined);
            request.onsuccess = () => resolve(request.result);
          });
          if (!database) return '';
          const rows = await new Promise((resolve) => {
            const request = database.transaction('rows').objectStore('rows').getAll();
            request.onsuccess = () => resolve(request.result);
          });
          database.close();
          const now = rows.filter(({kind}) => kind === 'groups').map(({iv}) => iv.join()).join();
          return now === before ? '' : now;
        }""",
        before,
    )


def write(page, pilot, note, hours="1,5"):
    page.locator("[name=pilot]").select_option(str(pilot.pk))
    page.locator("[name=summary]").fill(note)
    page.locator("[name=hours]").fill(hours)
    expect(page.locator("[data-offline-says]")).to_have_text("Bewaard op dit apparaat.")
