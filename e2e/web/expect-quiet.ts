import { expect } from "vitest";
import type { OpenedPage } from "./open-web.ts";

/** Nothing was complained of, and nobody else was asked. */
export function expectQuiet({ watched }: OpenedPage): void {
  expect(watched).toEqual({ complaints: [], elsewhere: [] });
}
