import { expect, test } from "vitest";
import { publishCommand, rejectCommand, resumeCommand, retryCommand, sendCommand, updateCommand } from "./commands.ts";

test("a command says what was chosen and nothing else", () => {
  expect(retryCommand(3, { agent: "", model: "", minutes: "" })).toBe("catalyst tasks retry 3");
  expect(retryCommand(3, { agent: "aider", model: "a b", minutes: "120" })).toBe(
    "catalyst tasks retry 3 --agent aider --model 'a b' --timeout 120m",
  );
  expect(resumeCommand(3, { usd: "+2", tokens: "" })).toBe("catalyst tasks resume 3 --budget-usd +2");
  expect([updateCommand(3, false), updateCommand(3, true)]).toEqual([
    "catalyst tasks update 3",
    "catalyst tasks update 3 --rebase",
  ]);
  const nothing = { run: null, accept: [], reason: "kept from before", branch: "", base: "" };
  expect(publishCommand(3, nothing)).toBe("catalyst tasks publish 3");
});

test("several rules are one option, and what people type is one word to a shell", () => {
  const wish = { run: 2, accept: ["secret", "protected_path"], reason: "it's $mine", branch: "", base: "main" };
  expect(publishCommand(3, wish)).toBe(
    "catalyst tasks publish 3 --run 2 --accept secret,protected_path --reason 'it'\\''s $mine' --base main",
  );
  expect(rejectCommand(3, "`rm -rf`")).toBe("catalyst tasks reject 3 --feedback '`rm -rf`'");
  expect(sendCommand(3, "a\nb")).toBe("catalyst tasks send 3 'a\nb'");
});
