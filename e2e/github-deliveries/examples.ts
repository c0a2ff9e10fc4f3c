import definitions from "@octokit/webhooks-examples";

/** What GitHub once told, of each event and action. */
export interface Example {
  event: string;
  payload: object;
}

export function readExamples(): Example[] {
  // A list, which its description calls a module.
  const examples = definitions as unknown as { name: string; examples: object[] }[];
  return examples.flatMap(({ name: event, examples: payloads }) => payloads.map((payload) => ({ event, payload })));
}
