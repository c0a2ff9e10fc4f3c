import type { Edit } from "../../../tasks/told-event.ts";
import { visibleText } from "../../../words/visible-text.ts";
import { classNames } from "../../parts/class-names.ts";

/** The lines that an edit took away and those that it put there, as far as they were told; the whole is under Changes. */
export function MiniDiff({ edit: { removed, added, isCut } }: { edit: Edit }) {
  return (
    <pre className="mt-1 overflow-x-auto leading-4.5">
      <Side text={removed} sign="−" words="taken away" look="bg-diff-minus" />
      <Side text={added} sign="+" words="added" look="bg-diff-plus" />
      {isCut ? <span className="text-ink-3">… more under Changes</span> : null}
    </pre>
  );
}

interface SideProps {
  text: string;
  sign: string;
  /** For whoever hears it. */
  words: string;
  look: string;
}

function Side({ text, sign, words, look }: SideProps) {
  const lines = text === "" ? [] : text.replace(/\n$/, "").split("\n");
  return lines.map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: an edit that was told stays as it is
    <span key={index} className={classNames("block w-max min-w-full px-1", look)}>
      <span aria-hidden>{sign} </span>
      <span className="sr-only">{words}: </span>
      {visibleText(line)}
    </span>
  ));
}
