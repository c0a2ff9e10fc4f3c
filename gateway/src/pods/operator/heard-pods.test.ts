import { TOLD_SECONDS } from "@catalyst/core";
import { expect, test } from "vitest";
import { createHeardPods } from "./heard-pods.ts";

test("each pod's last hearing is told until it is too long ago", () => {
  let now = 1000;
  const heard = createHeardPods(() => now);
  heard.note("first");
  now += 5000;
  heard.note("second");
  expect(heard.list()).toEqual({ first: 5, second: 0 });
  now += 1000;
  heard.note("first");
  expect(heard.list()).toEqual({ second: 1, first: 0 });
  now += TOLD_SECONDS * 1000;
  expect(heard.list()).toEqual({ first: TOLD_SECONDS });
  expect(heard.upSeconds()).toBe(TOLD_SECONDS + 6);
});
