import { expect, it } from "vitest";
import { recogniseProvider } from "./recognise-provider.ts";

it.each([
  ["sk-ant-api03-abc", "anthropic"],
  ["sk-ant-oat01-abc", "anthropic"],
  ["sk-or-v1-abc", "openrouter"],
  ["sk-proj-abc", "openai"],
  [" AIzaSyabc\n", "gemini"],
  ['{"OPENAI_API_KEY":null,"tokens":{"access_token":"a"}}', "openai"],
])("the key that begins as %s is known by its beginning", (key, provider) => {
  expect(recogniseProvider(key)).toBe(provider);
});

it.each(["", "sk-abc", "0123456789abcdef", "tokens"])("a key that could be anybody's is nobody's: %j", (key) => {
  expect(recogniseProvider(key)).toBeNull();
});
