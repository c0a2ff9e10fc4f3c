import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { describeContract } from "../describe-contract.ts";
import { type Contract, findBreaks } from "./find-breaks.ts";
import { RELEASED_FILE } from "./released-file.ts";

const released = JSON.parse(readFileSync(RELEASED_FILE, "utf8")) as Contract;

test("whoever speaks the released contract is still understood, and understands what is answered", () => {
  expect(findBreaks(released, describeContract() as unknown as Contract)).toEqual([]);
});
