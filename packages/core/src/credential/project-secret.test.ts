import { expect, test } from "vitest";
import { hasRoomForSecret } from "./project-secret.ts";

const stored = (name: string, bytes: number) => ({ name, encryptedKey: Buffer.alloc(bytes).toString("base64") });

test("a repository's secrets have 32 KiB together, one that is replaced not counted", () => {
  const secrets = [stored("FIRST", 16 * 1024), stored("OTHER", 12 * 1024)];
  expect(hasRoomForSecret(secrets, { name: "THIRD", value: "x".repeat(3 * 1024) })).toBe(true);
  expect(hasRoomForSecret(secrets, { name: "THIRD", value: "x".repeat(5 * 1024) })).toBe(false);
  expect(hasRoomForSecret(secrets, { name: "OTHER", value: "x".repeat(15 * 1024) })).toBe(true);
});
