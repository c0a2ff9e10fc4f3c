import { type FileDiffMetadata, parsePatchFiles } from "@pierre/diffs";
import { expect, test } from "vitest";
import { visibleFile } from "./visible-file.ts";

const PATCH = `diff --git a/a.ts b/a.ts
index 1111111..2222222 100644
--- a/a.ts
+++ b/a.ts
@@ -1,2 +1,2 @@
 one
-if (a\u200b) {
+if (a\u202e) {
`;

test("what turns a changed line about, or isn't seen in it, is named where it stands", () => {
  const file = parsePatchFiles(PATCH)[0]?.files[0] as FileDiffMetadata;
  expect(visibleFile(file)).toEqual({
    ...file,
    additionLines: ["one\n", "if (a⟨U+202E⟩) {\n"],
    deletionLines: ["one\n", "if (a⟨U+200B⟩) {\n"],
    additionCharacterCount: "one\nif (a⟨U+202E⟩) {\n".length,
    deletionCharacterCount: "one\nif (a⟨U+200B⟩) {\n".length,
  });
});
