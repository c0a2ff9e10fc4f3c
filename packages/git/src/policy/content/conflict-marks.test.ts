import { expect, test } from "vitest";
import { findConflictMarks } from "./conflict-marks.ts";

test("what git writes between two sides is found, each line of its own", () => {
  const text = "a\n<<<<<<< HEAD\nx\n||||||| base\n=======\ny\n>>>>>>> 1a2b3c\nb\n";
  expect(findConflictMarks(text)).toEqual(["<<<<<<< HEAD", "||||||| base", ">>>>>>> 1a2b3c"]);
  expect(findConflictMarks("x\r\n>>>>>>> theirs\r\n")).toEqual([">>>>>>> theirs"]);
});

test("headings, shifts and tables aren't marks", () => {
  expect(findConflictMarks("Title\n=======\n")).toEqual([]);
  expect(findConflictMarks("x <<<<<<< y\n<<<<<<<<< z\n <<<<<<< HEAD\n||||||||| a\n")).toEqual([]);
});
