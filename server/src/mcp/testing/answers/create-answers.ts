import { completable, McpServer, ResourceTemplate } from "@modelcontextprotocol/server";
import { z } from "zod";
import { ASKING_PROMPT, askInRounds, state } from "./ask-client.ts";
import { CONTENT_PROMPTS, IMAGE, sayResource, sayText } from "./content.ts";
import { registerTools } from "./tools.ts";

/** The tools, resources and prompts that the scenarios of the suite ask for by name. As with the product, nothing of it changes. */
export function createAnswers(): McpServer {
  const server = new McpServer(
    { name: "conformance", version: "1.0.0" },
    {
      capabilities: {
        tools: { listChanged: false },
        resources: { listChanged: false, subscribe: true },
        prompts: { listChanged: false },
        logging: {},
      },
      requestState: { verify: state.verify },
    },
  );
  registerTools(server);
  registerResources(server);
  registerPrompts(server);
  return server;
}

function registerResources(server: McpServer): void {
  const text = { mimeType: "text/plain", text: "The content of a static text resource." };
  const image = { mimeType: IMAGE.mimeType, blob: IMAGE.data };
  server.registerResource("text", "test://static-text", {}, ({ href: uri }) => ({ contents: [{ uri, ...text }] }));
  server.registerResource("binary", "test://static-binary", {}, ({ href: uri }) => ({ contents: [{ uri, ...image }] }));
  const template = new ResourceTemplate("test://template/{id}/data", { list: undefined });
  server.registerResource("template", template, {}, ({ href: uri }, { id }) => ({
    contents: [{ uri, mimeType: "application/json", text: JSON.stringify({ id }) }],
  }));
  // Of a resource that doesn't change there is nothing to be told.
  server.server.setRequestHandler("resources/subscribe", () => ({}));
  server.server.setRequestHandler("resources/unsubscribe", () => ({}));
}

function registerPrompts(server: McpServer): void {
  const description = "Says what the scenarios ask for";
  for (const [name, prompt] of Object.entries(CONTENT_PROMPTS)) {
    server.registerPrompt(name, { description }, () => prompt);
  }
  const twoArguments = z.object({ arg1: completable(z.string(), () => []), arg2: z.string() });
  server.registerPrompt("test_prompt_with_arguments", { description, argsSchema: twoArguments }, ({ arg1, arg2 }) =>
    sayText(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`),
  );
  server.registerPrompt(
    "test_prompt_with_embedded_resource",
    { description, argsSchema: z.object({ resourceUri: z.string() }) },
    ({ resourceUri }) => sayResource(resourceUri),
  );
  server.registerPrompt(
    "test_input_required_result_prompt",
    { description },
    async (context) => (await askInRounds(ASKING_PROMPT, context)) ?? sayText("Answered."),
  );
}
