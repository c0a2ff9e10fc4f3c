import { expect, test } from "vitest";
import { isPrivateAllowed, listPrivateHosts } from "./private-hosts.ts";

const reach = { ownerId: "owner", privateHosts: listPrivateHosts("llm.lan,10.0.0.5,[fd12::1]") };
const isAllowed = (userId: string | null, url: string) =>
  isPrivateAllowed({ userId, hostname: new URL(url).hostname }, reach);

test("the machine's owner may name any private address, everybody else and every team those that the owner listed", () => {
  expect(isAllowed("owner", "http://127.0.0.1:11434")).toBe(true);
  for (const userId of ["somebody", null]) {
    for (const url of ["http://127.0.0.1:11434", "http://10.0.0.6", "http://a.llm.lan", "http://llm.lan.example"]) {
      expect(isAllowed(userId, url), url).toBe(false);
    }
    for (const url of ["http://LLM.lan:8000/v1", "https://10.0.0.5", "http://[FD12::1]:11434"]) {
      expect(isAllowed(userId, url), url).toBe(true);
    }
  }
});
