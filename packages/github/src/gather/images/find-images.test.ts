import { expect, test } from "vitest";
import { findImages } from "./find-images.ts";

const NAME = "0aa67016-6eaf-458a-adb2-6e31a0763ed6";
const DROPPED = `https://github.com/user-attachments/assets/${NAME}`;
const SIGNED = `https://private-user-images.githubusercontent.com/1/2-${NAME}.png?jwt=a&amp;b=c`;

test("what was dropped into a text is found by its name at another address, as often as it is shown", () => {
  const html = `<p><a href="${SIGNED}"><img src="${SIGNED}" alt="a shot"></a> again <img width="10" src="${SIGNED}"></p>`;
  const source = new URL(SIGNED.replace("&amp;", "&"));
  expect(findImages(html, [DROPPED])).toEqual([{ address: DROPPED, source }]);
});

test("an image elsewhere is known by what the text calls it, wherever the page has it from", () => {
  const [evil, old] = ["https://evil.example/a.png?x=1&y=2", "https://user-images.githubusercontent.com/1/2.png"];
  const html = `<img src="https://camo.githubusercontent.com/abc" data-canonical-src="https://evil.example/a.png?x=1&amp;y=2"><img src="${old}">`;
  expect(findImages(html, [evil, old]).map(({ address, source }) => [address, source.host])).toEqual([
    [evil, "camo.githubusercontent.com"],
    [old, "user-images.githubusercontent.com"],
  ]);
});

test("what the text didn't have when it was asked for isn't found, nor what is no image of the page", () => {
  const html = `<img src="${SIGNED}"><code>![](${DROPPED})</code><img src="/relative.png"><img alt="none">`;
  expect(findImages(html, ["https://github.com/user-attachments/assets/x"])).toEqual([]);
  expect(findImages(`<a href="${SIGNED}">shot</a>`, [DROPPED])).toEqual([]);
});

test("a page of nothing but beginnings of tags is read in no time", () => {
  expect(findImages("<img ".repeat(200_000), [DROPPED])).toEqual([]);
});
