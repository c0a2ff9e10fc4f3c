import type { ExecutionEventBody, SourcedEvent } from "@catalyst/core";
import { redactContinued } from "./redact-continued.ts";
import type { SecretFinder } from "./secret-finder.ts";

/** The unmasked end of each text stream of an execution, as far as it may be the beginning of a secret. Never stored. */
export type StreamEnds = ReadonlyMap<string, string>;

/** Fields with a fixed set of values. */
const WORDS = new Set(["type", "role", "stream", "outcome", "severity"]);

/**
 * Masks secrets in every text of an event. Texts of the same kind (a log's stdout, a message's text ...) are one stream over
 * all events: a secret that was torn apart over two of them is masked too.
 */
export function redactEvent(
  event: SourcedEvent,
  ends: StreamEnds,
  finder: SecretFinder,
): { event: SourcedEvent; ends: StreamEnds } {
  const nextEnds = new Map(ends);
  const redactValue = (value: unknown, stream: string): unknown => {
    if (typeof value === "string") {
      const result = redactContinued({ text: storableText(value), before: nextEnds.get(stream) ?? "" }, finder);
      nextEnds.set(stream, result.before);
      return result.text;
    }
    if (Array.isArray(value)) {
      return value.map((item) => redactValue(item, stream));
    }
    return value !== null && typeof value === "object" ? redactFields(value, stream) : value;
  };
  const redactFields = (fields: object, stream: string) =>
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [
        name,
        WORDS.has(name) ? value : redactValue(value, `${stream}.${name}`),
      ]),
    );
  const body = redactFields(event.body, streamName(event.body)) as ExecutionEventBody;
  return { event: { ...event, body }, ends: nextEnds };
}

function streamName(body: ExecutionEventBody): string {
  if (body.type === "log") {
    return `log.${body.stream}`;
  }
  return body.type === "message" ? `message.${body.role}` : body.type;
}

/** PostgreSQL's JSON takes neither the zero character nor half a surrogate pair. */
function storableText(text: string): string {
  return text.replaceAll("\0", "\uFFFD").toWellFormed();
}
