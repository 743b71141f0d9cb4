// The road of tests/portal/test_generated_clients.py, with the types that openapi-typescript makes of the document.
import assert from "node:assert/strict";
import { env } from "node:process";
import createClient from "openapi-fetch";
import type { paths } from "./api.d.ts";

const { SITE = "", TOKEN = "", SLUG = "", NUMBER = "" } = env;
const everybody = createClient<paths>({ baseUrl: `${SITE}/api/v1` });
const own = createClient<paths>({
  baseUrl: `${SITE}/api/v1`,
  headers: { Authorization: `Bearer ${TOKEN}` },
});
const path = { slug: SLUG, number: Number(NUMBER) };

const register = await everybody.GET("/initiatives", { params: { query: { limit: 5 } } });
assert.deepEqual(
  register.data?.items.map((each) => each.slug),
  [SLUG],
);

const read = await own.GET("/own-initiatives/{slug}/plans/{number}", { params: { path } });
assert(read.data);
const tag = read.response.headers.get("ETag") ?? "";

const calculated = await everybody.POST("/plans/calculate", { body: { plan: read.data } });
assert.equal(typeof calculated.data?.closes, "boolean");

const changed = { ...read.data, name: "Teruggeschreven" };
const write = () =>
  own.PUT("/own-initiatives/{slug}/plans/{number}", {
    params: { path, header: { "If-Match": tag } },
    body: changed,
  });
assert.equal((await write()).data?.name, "Teruggeschreven");
const late = await write();
assert.equal(late.response.status, 412);
assert.equal(late.error?.status, 412);

const awards = await everybody.GET("/awards");
assert.equal(awards.data?.items[0]?.bedragen[0]?.soort, "verleend");
const applications = await own.GET("/own-initiatives/{slug}/applications", {
  params: { path: { slug: SLUG } },
});
assert.equal(applications.data?.items[0]?.state, "awarded");
console.log("walked");
