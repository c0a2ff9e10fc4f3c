const FENCE = /^[`~]{3,}/;
const EDIT_BEGINS = /^<{5,9} SEARCH/;
const EDIT_ENDS = /^>{5,9} REPLACE/;

/** What a model said beside its edits: search-and-replace blocks, with the fences around them and the file's name, left out. */
export function withoutEdits(answer: string): string {
  const kept: string[] = [];
  let place: "text" | "edit" | "after" = "text";
  for (const line of answer.split("\n")) {
    if (place === "edit") {
      place = EDIT_ENDS.test(line) ? "after" : "edit";
    } else if (EDIT_BEGINS.test(line)) {
      dropHead(kept);
      place = "edit";
    } else if (place === "text" || !FENCE.test(line)) {
      kept.push(line);
      place = "text";
    } else {
      place = "text";
    }
  }
  return kept
    .join("\n")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
}

/** The file's name stands before the fence or behind it. */
function dropHead(kept: string[]): void {
  const head = kept.slice(-2);
  if (head.some((line) => FENCE.test(line))) {
    kept.splice(-head.length);
  }
}
