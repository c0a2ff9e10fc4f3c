import { expect, test } from "vitest";
import { readServerStart } from "./server-start.ts";

const URLS = { url: "https://catalyst.example.com", ownUrl: "http://127.0.0.1:3210" };

test("a server says by which name people find it, and where it is asked from this machine", () => {
  const line = JSON.stringify({ level: 30, msg: "server started", ...URLS, ready: true });
  expect(readServerStart(line)).toMatchObject(URLS);
});

test.each(["", "{}", '{"msg":"server started"}', '{"msg":"another","url":"http://localhost:1"}', "server started"])(
  "%j says nothing of that",
  (line) => {
    expect(readServerStart(line)).toBeNull();
  },
);
