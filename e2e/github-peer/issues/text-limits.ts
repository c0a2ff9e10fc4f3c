import { invalid } from "../door/refusal.ts";

const MAX_CHARACTERS = 65_536;

/** Issues, pull requests, comments and reviews have one limit. */
export function refuseLongText(resource: string, text: string | null): void {
  if ([...(text ?? "")].length > MAX_CHARACTERS) {
    const message = `body is too long (maximum is ${MAX_CHARACTERS} characters)`;
    throw invalid({ resource, field: "body", code: "custom", message });
  }
}
