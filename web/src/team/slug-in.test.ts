import { expect, test } from "vitest";
import { slugIn } from "./slug-in.ts";

test.each([
  ["Acme Web", "acme-web"],
  ["  acme", "acme"],
  ["acme ", "acme-"],
  ["acme_web.shop", "acme-web-shop"],
])("%s is %s", (typed, slug) => expect(slugIn(typed)).toBe(slug));
