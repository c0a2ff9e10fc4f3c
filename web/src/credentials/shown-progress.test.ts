import { expect, test } from "vitest";
import { shownProgress } from "./shown-progress.ts";

test("a code is shown with the place where it is typed, everything else as the words that it is", () => {
  const address = "https://auth.openai.com/codex/device";
  expect(shownProgress(`${address} ABCD-12EFG`)).toEqual({ kind: "code", address, code: "ABCD-12EFG" });
  for (const said of [
    "it isn't installed yet",
    "https://evil.example/device ABCD-EFGH",
    `${address}@evil.example ABCD`,
  ]) {
    expect(shownProgress(said)).toEqual({ kind: "words", words: said });
  }
});
