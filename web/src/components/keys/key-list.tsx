"use client";

import type { ApiKey } from "@catalyst/api";
import { deleteApiKey } from "../../actions/keys.ts";
import { quoteForShell } from "../../words/quote-for-shell.ts";
import { visibleText } from "../../words/visible-text.ts";
import { Confirm } from "../parts/form/confirm.tsx";
import { useAct } from "../parts/form/use-act.ts";
import { CopyLine } from "../parts/shown/copy-line.tsx";
import { Cell, Row, Table } from "../parts/shown/table.tsx";
import { Moment } from "../parts/time/moment.tsx";

/** One's API keys, without the keys. */
export function KeyList({ apiKeys }: { apiKeys: ApiKey[] }) {
  return apiKeys.length === 0 ? (
    <div className="max-w-2xl p-5 max-sm:px-3.5">
      <h2 className="text-lg font-semibold">No program asks for you yet</h2>
      <p className="text-ink-2">
        With an API key, a script, a pipeline or an agent does what you may here, and no more than the key says. Make
        one below, or in a terminal:
      </p>
      <CopyLine text="catalyst keys create CI --scopes tasks:read,tasks:write --days 90" />
    </div>
  ) : (
    <Table label="API keys" columns={["Name", "May", "Where", "Last used", "Counts until", null]}>
      {apiKeys.map((apiKey) => (
        <KeyRow key={apiKey.id} apiKey={apiKey} />
      ))}
    </Table>
  );
}

function KeyRow({
  apiKey: { id, name, prefix, role, scopes, team, project, expiresAt, lastUsedAt },
}: {
  apiKey: ApiKey;
}) {
  const { isBusy, fault, act } = useAct();
  const place = [team, project].filter((one) => one !== null).join(", ");
  return (
    <Row>
      <Cell>
        <span className="block font-[550]">{visibleText(name)}</span>
        <span className="font-mono text-xs text-ink-2">{prefix}…</span>
      </Cell>
      <Cell className="text-ink-2">
        {scopes.join(", ")} <span className="whitespace-nowrap">as {role}</span>
      </Cell>
      <Cell className="text-ink-2">{place === "" ? "wherever you may" : visibleText(place)}</Cell>
      <Cell className="whitespace-nowrap text-ink-2">{lastUsedAt === null ? "never" : <Moment at={lastUsedAt} />}</Cell>
      <Cell className="whitespace-nowrap text-ink-2">
        {expiresAt === null ? "you delete it" : <Moment at={expiresAt} />}
      </Cell>
      <Cell>
        <Confirm
          words="Delete"
          about={name}
          title={`Delete the key ${visibleText(name)}?`}
          command={`catalyst keys remove ${quoteForShell(name)}`}
          isBusy={isBusy}
          fault={fault}
          onConfirm={() => act(() => deleteApiKey(id))}
        >
          <p className="text-ink-2">
            Whatever asks with it is refused from then on, and what it follows ends
            {lastUsedAt === null ? "; nothing has used it" : ""}.
          </p>
        </Confirm>
      </Cell>
    </Row>
  );
}
