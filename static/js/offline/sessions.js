// The sessions on this device: what was begun, what waits to be sent and what CoopHub could not take, with the groups to choose from.
import { forget, keep, kept, lastPerson, welcome } from "./vault.js";

const DAY_MS = 24 * 60 * 60 * 1000;
const GROUPS = "groups";

// {person, today, ahead, groups}: ahead says how many days the calendar of CoopHub is ahead of that of this device.
export async function knownDevice() {
  const person = await lastPerson();
  if (!person) return undefined;
  const [device] = await kept(person, GROUPS);
  return device && { ...device, person };
}

export function isoDay(moment) {
  const [year, month, day] = [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()];
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

// Today, also where the clock of the device is days wrong.
export function today(device) {
  return isoDay(new Date(Date.now() + (device?.ahead ?? 0) * DAY_MS));
}

export function sessionsOf(device) {
  return kept(device.person, "session");
}

export function keepSession(device, session) {
  return keep(device.person, "session", session.key, session);
}

export function forgetSession(session) {
  return forget(session.key);
}

// Asks CoopHub who this is and whom they coach. Gives undefined where there is no network, and {signIn} for who is signed out.
export async function askDevice(address) {
  let response;
  try {
    response = await fetch(address, { headers: { Accept: "application/json" }, cache: "no-store" });
  } catch {
    return undefined;
  }
  if (response.status === 401) return { signIn: (await response.json()).sign_in };
  if (!response.ok) return undefined;
  const { person, today: day, groups, token } = await response.json();
  const ahead = Math.round((Date.parse(day) - Date.parse(isoDay(new Date()))) / DAY_MS);
  await welcome(person);
  await keep(person, GROUPS, `${GROUPS}-${person}`, { today: day, ahead, groups });
  return { person, ahead, groups, token };
}

function body(session) {
  const data = new URLSearchParams();
  for (const [name, value] of Object.entries(session.fields)) for (const one of [value].flat()) data.append(name, one);
  data.set("key", session.key);
  return data;
}

// Sends what waits, one by one and from one tab at a time; the key of a session makes that it is recorded once. Gives how many were recorded.
export function send(device, { address, notYours }) {
  return navigator.locks.request("coophub-offline-send", async () => {
    let recorded = 0;
    for (const session of await sessionsOf(device)) {
      if (session.state !== "waiting") continue;
      const response = await fetch(address.replace("/0/", `/${session.fields.pilot}/`), {
        method: "POST",
        body: body(session),
        headers: { Accept: "application/json", "X-CSRFToken": device.token },
      }).catch(() => undefined);
      if (response?.ok) {
        await forgetSession(session);
        recorded += 1;
      } else if (response?.status === 422) {
        const { errors } = await response.json();
        await keepSession(device, { ...session, state: "refused", errors });
      } else if (response?.status === 404 || response?.status === 403) {
        await keepSession(device, { ...session, state: "refused", errors: { pilot: [notYours] } });
      }
    }
    return recorded;
  });
}
