import { expect, test } from "vitest";
import { auditCsv } from "./audit-csv.ts";

const ENTRY = { number: 7, at: "2026-01-02T03:04:05.000Z", kind: "invited", person: null, login: "ann", team: "shop" };

test("what was written down is a spreadsheet's row, with quotes in their place", () => {
  expect(auditCsv([{ ...ENTRY, facts: { name: 'Bea "B"' } }])).toBe(
    `number,at,kind,login,person,team,facts\r\n7,2026-01-02T03:04:05.000Z,invited,ann,,shop,"{""name"":""Bea \\""B\\""""}"\r\n`,
  );
});

test("what somebody is called is no formula", () => {
  expect(auditCsv([{ ...ENTRY, login: '=HYPERLINK("https://example.com")', facts: {} }])).toContain(
    `"'=HYPERLINK(""https://example.com"")"`,
  );
});
