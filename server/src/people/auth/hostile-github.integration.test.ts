import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { playGithub } from "../testing/play-github.ts";
import { exchangeCode } from "./exchange-code.ts";
import { readGithubProfile } from "./github.ts";

/** Where nothing of what GitHub is asked with may come. */
let elsewhere: Server;
const led: string[] = [];

beforeAll(async () => {
  elsewhere = createServer((request, response) => {
    led.push(request.url ?? "");
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ access_token: "theirs" }));
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
});
afterAll(() => elsewhere.close());

const answer = (value: unknown) => (response: ServerResponse) =>
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
const text = (body: string) => (response: ServerResponse) =>
  response.writeHead(200, { "content-type": "application/json" }).end(body);
const status = (code: number) => (response: ServerResponse) => response.writeHead(code).end("{}");
const redirect = (code: number) => (response: ServerResponse) => {
  const { port } = elsewhere.address() as AddressInfo;
  response.writeHead(code, { location: `http://127.0.0.1:${port}/led` }).end();
};
const reset = (response: ServerResponse) => response.destroy();
const silent = () => undefined;
/** Looks like JSON for as long as anybody reads it. */
const endless = (response: ServerResponse) => {
  response.writeHead(200, { "content-type": "application/json" }).write('{"access_token":"');
  const more = () => {
    while (!response.destroyed && response.write("a".repeat(65_536))) {}
  };
  response.on("drain", more);
  more();
};
const dripping = (response: ServerResponse) => {
  response.writeHead(200, { "content-type": "application/json" });
  const drip = setInterval(() => response.write(" "), 200);
  response.on("close", () => clearInterval(drip));
};

const TOKEN = "/login/oauth/access_token";
const USER = "/api/v3/user";
const EMAILS = "/api/v3/user/emails";
const ORGS = "/api/v3/user/orgs";
const ANYWHERE = {
  redirect: redirect(302),
  "307": redirect(307),
  reset,
  silent,
  endless,
  dripping,
  "500": status(500),
};
const SHAPES = {
  "no JSON": text("<html>Sign in</html>"),
  nothing: text(""),
  null: answer(null),
  "a text": answer("x"),
  "a hundred thousand levels": text("[".repeat(100_000)),
};

const CASES: [path: string, what: string, (response: ServerResponse) => void][] = [
  ...[TOKEN, USER, EMAILS, ORGS].flatMap((path) =>
    Object.entries({ ...ANYWHERE, ...SHAPES }).map(
      ([what, hostile]) => [path, what, hostile] as (typeof CASES)[number],
    ),
  ),
  [TOKEN, "a list", answer([])],
  [TOKEN, "a refusal", answer({ error: "bad_verification_code", error_description: "<b>No</b>" })],
  [TOKEN, "no token", answer({ token_type: "bearer" })],
  [TOKEN, "an empty token", answer({ access_token: "", token_type: "bearer" })],
  [TOKEN, "a number", answer({ access_token: 7, token_type: "bearer" })],
  [TOKEN, "a token of two lines", answer({ access_token: "a\r\nx-evil: 1", token_type: "bearer" })],
  [TOKEN, "a long token", answer({ access_token: "a".repeat(100_000), token_type: "bearer" })],
  [USER, "an id that is a text", answer({ id: "7001", login: "someone" })],
  [USER, "an id that is nobody's", answer({ id: 0, login: "someone" })],
  [USER, "an id with a fraction", answer({ id: 7.5, login: "someone" })],
  [USER, "an id beyond all numbers", text('{"id":1e300,"login":"someone"}')],
  [USER, "an id that several have", text('{"id":9007199254740993,"login":"someone"}')],
  [USER, "no login", answer({ id: 7002 })],
  [USER, "an empty login", answer({ id: 7003, login: "" })],
  [USER, "a list for a login", answer({ id: 7004, login: ["someone"] })],
  [USER, "a long login", answer({ id: 7005, login: "a".repeat(10_000) })],
  [USER, "a prototype", text('{"__proto__":{"id":7006,"login":"someone"}}')],
  [EMAILS, "an address that is none", answer([{ email: "x\r\nBcc: y@z", primary: true, verified: true }])],
  [EMAILS, "a word for verified", answer([{ email: "a@example.com", primary: true, verified: "true" }])],
  [ORGS, "numbers", answer([7])],
];

const CODE = { code: "the-code", redirectURI: "http://localhost/back", codeVerifier: "v" };

async function signInAt(path: string, hostile: (response: ServerResponse) => void): Promise<unknown> {
  const github = await playGithub();
  github.hostile.set(path, hostile);
  const settings = { url: github.url, clientId: "c", clientSecret: "s", organizations: ["acme"], logins: [] };
  try {
    const { accessToken } = await exchangeCode(settings, CODE);
    return await readGithubProfile(settings, accessToken);
  } finally {
    await github.close();
  }
}

test.concurrent.each(CASES)(
  "what answers at %s with %s is refused in its time, and led nowhere else",
  async (path, _what, hostile) => {
    await expect(signInAt(path, hostile)).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringMatching(/^Asking 127\.0\.0\.1 for \/.+ failed: .+\. Try again\.$/),
    });
    expect(led).toEqual([]);
  },
);

test.each([
  ["addresses that nobody verified", EMAILS, answer([{ email: "a@example.com", primary: true, verified: false }])],
  ["no address at all", EMAILS, answer([])],
])("with %s an account has none here that anybody could be found by", async (_what, path, hostile) => {
  expect(await signInAt(path, hostile)).toMatchObject({
    email: expect.stringMatching(/^127\.0\.0\.1-583231@accounts\.invalid$/),
    emailVerified: false,
  });
});

test("a picture that is no https address is none", async () => {
  const profile = await signInAt(USER, answer({ id: 7, login: "someone", avatar_url: "file:///etc/passwd" }));
  expect(profile).toMatchObject({ id: "7", image: undefined });
});
