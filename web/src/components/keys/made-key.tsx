"use client";

import type { MadeApiKey } from "../../actions/keys.ts";
import { visibleText } from "../../words/visible-text.ts";
import { Button } from "../parts/form/button.tsx";
import { CopyLine } from "../parts/shown/copy-line.tsx";

/** A key, for as long as the page that it was made on is open. */
export function MadeKey({ made: { apiKey, key }, onHide }: { made: MadeApiKey; onHide: () => void }) {
  return (
    <div role="status" className="rounded-box border border-line border-l-2 border-l-ok bg-surface px-3 py-2">
      <p>
        <span className="font-[550]">{visibleText(apiKey.name)}</span> is made. Copy it now: it is shown this once, and
        Catalyst keeps no copy.
      </p>
      <CopyLine text={key} />
      <div className="mt-2 flex justify-end">
        <Button onClick={onHide}>I have it</Button>
      </div>
    </div>
  );
}
