// What an advisor writes without a network, on this device: sealed with a key that cannot be read out and that signing out destroys.
//
// A row is {id, person, kind, iv, sealed}: whose it is and whether it is a session or the list of groups stands in the open, everything else does not.
const NAME = "coophub-offline";

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function opened() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("keys", { keyPath: "person" });
    request.result.createObjectStore("rows", { keyPath: "id" }).createIndex("person", "person");
  };
  const database = await done(request);
  // So that another tab can destroy it.
  database.onversionchange = () => database.close();
  return database;
}

async function inStore(store, mode, act) {
  const database = await opened();
  try {
    return await done(act(database.transaction(store, mode).objectStore(store)));
  } finally {
    database.close();
  }
}

async function keyOf(person) {
  const found = await inStore("keys", "readonly", (keys) => keys.get(person));
  return found?.key;
}

// Makes a key for whoever uses this device from now on, if they have none.
export async function welcome(person) {
  const key = (await keyOf(person)) ?? (await newKey());
  await inStore("keys", "readwrite", (keys) => keys.put({ person, key, seen: Date.now() }));
}

function newKey() {
  return crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

// Who used this device last and did not sign out; undefined for nobody.
export async function lastPerson() {
  const everybody = await inStore("keys", "readonly", (keys) => keys.getAll());
  return everybody.sort((one, other) => other.seen - one.seen)[0]?.person;
}

export async function keep(person, kind, id, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const written = new TextEncoder().encode(JSON.stringify(value));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await keyOf(person), written);
  await inStore("rows", "readwrite", (rows) => rows.put({ id, person, kind, iv, sealed }));
}

export async function kept(person, kind) {
  const key = await keyOf(person);
  const rows = await inStore("rows", "readonly", (all) => all.index("person").getAll(person));
  return Promise.all(rows.filter((row) => row.kind === kind).map((row) => unsealed(row, key)));
}

async function unsealed(row, key) {
  const written = await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv }, key, row.sealed);
  return JSON.parse(new TextDecoder().decode(written));
}

export async function forget(id) {
  await inStore("rows", "readwrite", (rows) => rows.delete(id));
}

// How many sessions are on this device, of whoever. Nothing is made where nothing was.
export async function howMany() {
  const databases = (await indexedDB.databases?.()) ?? [];
  if (!databases.some(({ name }) => name === NAME)) return 0;
  const rows = await inStore("rows", "readonly", (all) => all.getAll());
  return rows.filter((row) => row.kind === "session").length;
}

// Keys and all that they sealed.
export async function destroy() {
  await done(indexedDB.deleteDatabase(NAME));
}
