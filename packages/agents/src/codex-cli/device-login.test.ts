import { expect, test } from "vitest";
import { readDeviceCode } from "./device-login.ts";

const SAID = [
  "Welcome to Codex [v0.100.0]",
  "Follow these steps to sign in with ChatGPT using device code authorization:",
  "1. Open this link in your browser and sign in to your account",
  "   \u001b[94mhttps://auth.openai.com/codex/device\u001b[0m",
  "2. Enter this one-time code \u001b[90m(expires in 15 minutes)\u001b[0m",
  "   \u001b[94mABCD-12EFG\u001b[0m",
  "Device codes are a common phishing target. Never share this code.",
];

test("what a person is to open and to type is read, once both are said", () => {
  expect(readDeviceCode(SAID)).toEqual({ address: "https://auth.openai.com/codex/device", code: "ABCD-12EFG" });
  expect(readDeviceCode(SAID.slice(0, 4))).toBeNull();
  expect(readDeviceCode([])).toBeNull();
});

test("nobody is sent anywhere but to ChatGPT's own place", () => {
  expect(readDeviceCode(["https://evil.example/device", "ABCD-EFGH"])).toBeNull();
  expect(readDeviceCode(["https://auth.openai.com.evil.example/device", "ABCD-EFGH"])).toBeNull();
});
