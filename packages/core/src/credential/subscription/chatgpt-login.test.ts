import fc from "fast-check";
import { expect, test } from "vitest";
import { chatGptLogin, jwtOf } from "../../testing/chatgpt-login.ts";
import { expiryOf, parseTokens, readChatGptLogin, serializeTokens } from "./chatgpt-login.ts";
import { hintOfSecret, kindOfSecret } from "./kind-of-secret.ts";

const LOGIN = chatGptLogin({ refreshToken: "rt-0123456789", accountId: "account-1234" });

test("of an auth.json the tokens that are needed are kept, and the id token isn't", () => {
  const tokens = readChatGptLogin(LOGIN);
  expect(tokens).toMatchObject({ refreshToken: "rt-0123456789", accountId: "account-1234" });
  expect(parseTokens(serializeTokens(tokens))).toEqual(tokens);
  expect(serializeTokens(tokens)).not.toContain("id_token");
});

test("an account that the file doesn't name is the one that its tokens name", () => {
  const { tokens } = JSON.parse(LOGIN);
  const nameless = JSON.stringify({ tokens: { ...tokens, account_id: null } });
  expect(readChatGptLogin(nameless).accountId).toBe("account-1234");
});

test.each([
  ["a file with an API key alone", { OPENAI_API_KEY: "sk-0123456789", tokens: null }],
  ["one without a refresh token", { tokens: { access_token: jwtOf({}), account_id: "account-1234" } }],
  ["one whose account is nobody's", { tokens: { access_token: "access-token", refresh_token: "refresh-token" } }],
  [
    "a token with a line break",
    { tokens: { access_token: "a\r\nx: y 12", refresh_token: "rt-0123456789", account_id: "a" } },
  ],
  [
    "an account with a line break",
    { tokens: { access_token: "access-token", refresh_token: "rt-0123456789", account_id: "a\nb" } },
  ],
])("%s is refused without a word of it", (_what, file) => {
  const refused = () => readChatGptLogin(JSON.stringify(file));
  expect(refused).toThrow("isn't the auth.json");
  expect(refused).not.toThrow("0123456789");
});

test("whatever is given, reading it ends with tokens or with a refusal", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(() => readChatGptLogin(text)).toThrow(expect.objectContaining({ code: "invalid_input" }));
    }),
  );
});

test("an access token tells when it runs out, and one that doesn't is not guessed about", () => {
  expect(expiryOf(jwtOf({ exp: 1_800_000_000 }))?.toISOString()).toBe("2027-01-15T08:00:00.000Z");
  for (const token of ["opaque", jwtOf({}), jwtOf({ exp: "soon" }), jwtOf({ exp: -1 }), "a.b.c", ""]) {
    expect(expiryOf(token)).toBeNull();
  }
});

test("a secret's form tells its kind", () => {
  expect(kindOfSecret("anthropic", "sk-ant-oat01-0123456789")).toBe("subscription");
  expect(kindOfSecret("anthropic", "sk-ant-api03-0123456789")).toBe("key");
  expect(kindOfSecret("openrouter", "sk-ant-oat01-0123456789")).toBe("key");
  const sealed = serializeTokens(readChatGptLogin(LOGIN));
  expect([kindOfSecret("openai", sealed), hintOfSecret("openai", sealed)]).toEqual(["subscription", "1234"]);
});
