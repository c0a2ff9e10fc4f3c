import { expect, test } from "vitest";
import { findConflictMarks } from "./conflict-marks.ts";

const found = (text: string) => findConflictMarks(text).flatMap(({ evidence }) => evidence);

test("what git writes between two sides is found, each line of its own", () => {
  const text = "a\n<<<<<<< HEAD\nx\n||||||| base\n=======\ny\n>>>>>>> 1a2b3c\nb\n";
  expect(found(text)).toEqual(["<<<<<<< HEAD", "||||||| base", ">>>>>>> 1a2b3c"]);
  expect(found("x\r\n>>>>>>> theirs\r\n")).toEqual([">>>>>>> theirs"]);
});

test("headings, shifts and tables aren't marks", () => {
  expect(found("Title\n=======\n")).toEqual([]);
  expect(found("x <<<<<<< y\n<<<<<<<<< z\n <<<<<<< HEAD\n||||||||| a\n")).toEqual([]);
});
