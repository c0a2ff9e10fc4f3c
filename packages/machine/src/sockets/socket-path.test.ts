import { expect, test } from "vitest";
import { checkSocketPath, MAX_SOCKET_PATH_BYTES } from "./socket-path.ts";

const START = "Starting the gateway";

test("a path that Linux takes is taken", () => {
  expect(() => checkSocketPath(`/${"x".repeat(MAX_SOCKET_PATH_BYTES - 1)}`, START)).not.toThrow();
});

test("one that is too long is refused with how much it is, in bytes", () => {
  const path = `/${"ü".repeat(MAX_SOCKET_PATH_BYTES)}`;
  expect(() => checkSocketPath(path, START)).toThrow(
    `Starting the gateway failed: the path of a socket, ${path}, would have 215 bytes, and 107 is the most that Linux takes. Set CATALYST_HOME to a path that is at least 108 bytes shorter.`,
  );
});
