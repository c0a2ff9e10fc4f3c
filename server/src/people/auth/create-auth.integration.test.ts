import type { Database } from "@catalyst/postgres";
import { SIGN_IN_TABLES } from "@catalyst/postgres";
import { testDatabase } from "@catalyst/postgres/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask, cookiesOf, openAuth, TEST_URL } from "../testing/open-auth.ts";
import type { Auth } from "./create-auth.ts";

const PASSWORD = "correct horse battery";

let db: Database;
let auth: Auth;

beforeAll(async () => {
  db = await testDatabase();
  auth = openAuth(db);
});
afterAll(() => db.close());

async function signUp(name: string): Promise<{ id: string; cookie: string }> {
  const body = { name, login: name, email: `${name}@example.com`, password: PASSWORD };
  const response = await ask(auth, "/sign-up/email", { body, headers: { "x-forwarded-for": addressOf(name) } });
  const { user } = (await response.json()) as { user: { id: string } };
  return { id: user.id, cookie: cookiesOf(response) };
}

let addresses = 0;
const addressOf = (_name: string) => `198.51.100.${++addresses}`;

const whoIs = async (headers: Record<string, string>) =>
  ((await (await ask(auth, "/get-session", { headers })).json()) as { user: { login: string } } | null)?.user.login ??
  null;

test("our tables have all columns that the library has, of the same kinds", async () => {
  const { tables } = await auth.$context;
  const KINDS: Record<string, string[]> = {
    string: ["string"],
    boolean: ["boolean"],
    date: ["date"],
    number: ["number"],
  };
  for (const { modelName, fields } of Object.values(tables)) {
    const columns = SIGN_IN_TABLES[modelName as keyof typeof SIGN_IN_TABLES] as unknown as Record<
      string,
      { dataType: string; notNull: boolean; hasDefault: boolean }
    >;
    expect(columns, modelName).toBeDefined();
    for (const [name, { type, required, fieldName }] of Object.entries(fields)) {
      const column = columns[fieldName ?? name];
      expect(column, `${modelName}.${name}`).toBeDefined();
      expect(KINDS[type as string], `${modelName}.${name}`).toContain(column?.dataType);
      expect({ [name]: column?.notNull === true && required === false && !column.hasDefault }).toEqual({
        [name]: false,
      });
    }
  }
});

test("somebody who signed up signs in with their password, and out again", async () => {
  const { cookie } = await signUp("ann");
  expect(await whoIs({ cookie })).toBe("ann");
  const signedIn = await ask(auth, "/sign-in/email", { body: { email: "ann@example.com", password: PASSWORD } });
  expect(await whoIs({ cookie: cookiesOf(signedIn) })).toBe("ann");
  expect((await ask(auth, "/sign-out", { body: {}, headers: { cookie } })).status).toBe(200);
  expect(await whoIs({ cookie })).toBeNull();
});

test("a session that somebody else chose is nobody's, before signing in and after", async () => {
  const { cookie } = await signUp("fay");
  const planted = cookie.replace(/=.*/, "=planted.c2lnbmF0dXJl");
  const signedIn = await ask(auth, "/sign-in/email", {
    body: { email: "fay@example.com", password: PASSWORD },
    headers: { cookie: planted },
  });
  expect(signedIn.status).toBe(200);
  expect(await whoIs({ cookie: planted })).toBeNull();
});

test("a link signs in once, and leads nowhere but here", async () => {
  await signUp("lin");
  await db.pool.query("update users set email_verified = true where login = 'lin'");
  const links: string[] = [];
  const body = {
    email: "lin@example.com",
    callbackURL: "/sign-in/done",
    metadata: { hand: (url: string) => links.push(url) },
  };
  await auth.api.signInMagicLink({ body, headers: new Headers() });
  const [link] = links as [string];
  expect(link.startsWith(`${TEST_URL}/api/auth/magic-link/verify?token=`)).toBe(true);
  const path = link.slice(`${TEST_URL}/api/auth`.length);
  const elsewhere = await ask(auth, path.replace("%2Fsign-in%2Fdone", encodeURIComponent("https://evil.example")));
  expect(elsewhere.status).toBe(403);
  const first = await ask(auth, path);
  expect([first.status, first.headers.get("location")]).toEqual([302, `${TEST_URL}/sign-in/done`]);
  expect(await whoIs({ cookie: cookiesOf(first) })).toBe("lin");
  const second = await ask(auth, path);
  expect(second.headers.get("location")).toContain("error=INVALID_TOKEN");
  expect(cookiesOf(second)).toBe("");
});

async function askDevice(): Promise<{ device_code: string; user_code: string }> {
  const body = { client_id: "catalyst-cli", scope: "a-host" };
  return (await (await ask(auth, "/device/code", { body })).json()) as { device_code: string; user_code: string };
}

const redeem = (device_code: string) =>
  ask(auth, "/device/token", {
    body: { grant_type: "urn:ietf:params:oauth:grant-type:device_code", device_code, client_id: "catalyst-cli" },
  });

test("a client gets a token that is signed once somebody has approved it, and unsigned it opens nothing", async () => {
  const { cookie } = await signUp("dee");
  const { device_code, user_code } = await askDevice();
  expect(await (await redeem(device_code)).json()).toMatchObject({ error: "authorization_pending" });
  await db.pool.query("update device_codes set last_polled_at = null");
  const headers = new Headers({ cookie });
  await auth.api.deviceVerify({ query: { user_code }, headers });
  await auth.api.deviceApprove({ body: { userCode: user_code }, headers });
  const { access_token: token } = (await (await redeem(device_code)).json()) as { access_token: string };
  expect(await whoIs({ authorization: `Bearer ${token}` })).toBe("dee");
  expect(await whoIs({ authorization: `Bearer ${token.split(".")[0]}` })).toBeNull();
  expect(await (await redeem(device_code)).json()).toMatchObject({ error: "invalid_grant" });
});

test("guessing passwords is refused after three, with the time to wait, whatever address the client claims", async () => {
  await signUp("gus");
  const guess = () =>
    ask(auth, "/sign-in/email", {
      body: { email: "gus@example.com", password: "wrong password" },
      headers: { "x-forwarded-for": "203.0.113.9" },
    });
  const statuses: number[] = [];
  for (let tries = 0; tries < 4; tries++) {
    statuses.push((await guess()).status);
  }
  expect(statuses).toEqual([401, 401, 401, 429]);
});

test("nothing that is in the database opens a session", async () => {
  const { id, cookie } = await signUp("dump");
  await db.pool.query("update users set email_verified = true where login = 'dump'");
  await auth.api.signInMagicLink({ body: { email: "dump@example.com" }, headers: new Headers() });
  const { user_code } = await askDevice();
  const headers = new Headers({ cookie });
  await auth.api.deviceVerify({ query: { user_code }, headers });
  await auth.api.deviceApprove({ body: { userCode: user_code }, headers });
  const name = cookie.split("=", 1)[0];
  const texts = await dump();
  expect(texts).toContain(id);
  for (const text of texts) {
    const value = encodeURIComponent(text);
    // The door keeps this from being tried often; here it is in the way.
    await db.pool.query("delete from rate_limits");
    expect(await whoIs({ cookie: `${name}=${value}` }), "as a cookie").toBeNull();
    expect(await whoIs({ authorization: `Bearer ${value}` }), "as a token").toBeNull();
    expect(cookiesOf(await ask(auth, `/magic-link/verify?token=${value}`)), "as a link").toBe("");
    expect((await redeem(text)).status, "as a device's code").toBe(400);
  }
});

/** Every text in every column of every table, and each part of one that is JSON. */
async function dump(): Promise<string[]> {
  const { rows } = await db.pool.query<{ text: string }>(
    `select string_agg(format('select to_jsonb(t) as row from %I t', table_name), ' union all ') as text
     from information_schema.tables where table_schema = 'public'`,
  );
  const found = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value === "string") {
      found.add(value);
      for (const part of value.split(/[:.,"{}]+/)) {
        found.add(part);
      }
    } else if (typeof value === "object" && value !== null) {
      for (const each of Object.values(value)) {
        collect(each);
      }
    }
  };
  collect((await db.pool.query(rows[0]?.text as string)).rows);
  return [...found].filter((text) => text.length >= 8);
}

test("of sixty passkeys of somebody that are added at once, no more are than anybody may have", async () => {
  const { id: userId } = await signUp("kay");
  const { adapter } = await auth.$context;
  const add = (_: unknown, index: number) => {
    const device = { publicKey: "key", counter: 0, deviceType: "singleDevice", backedUp: false, createdAt: new Date() };
    return adapter.create({ model: "passkey", data: { userId, credentialID: `kay-${index}`, ...device } });
  };
  const added = await Promise.allSettled(Array.from({ length: 60 }, add));
  expect(added.filter(({ status }) => status === "fulfilled")).toHaveLength(50);
  expect(await adapter.count({ model: "passkey", where: [{ field: "userId", value: userId }] })).toBe(50);
});
