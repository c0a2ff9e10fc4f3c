import { memo } from "react";
import { ansiSpans } from "../../../words/ansi-spans.ts";
import { classNames } from "../class-names.ts";

/** What a program wrote for a terminal, as spans: nothing of it is ever HTML. */
export const AnsiText = memo(function AnsiText({ text }: { text: string }) {
  return ansiSpans(text).map(({ text: piece, colour, isBold }, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never move
    <span key={index} className={classNames(colour, isBold && "font-semibold")}>
      {piece}
    </span>
  ));
});
