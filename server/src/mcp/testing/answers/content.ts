import type { ContentBlock, GetPromptResult } from "@modelcontextprotocol/server";

/** Nobody looks at it: the first bytes of such files will do. */
export const IMAGE = { data: Buffer.from("\x89PNG\r\n\x1a\n", "latin1").toString("base64"), mimeType: "image/png" };
const SOUND = { data: Buffer.from("RIFF\0\0\0\0WAVE", "latin1").toString("base64"), mimeType: "audio/wav" };

const image: ContentBlock = { type: "image", ...IMAGE };
const text = (words: string): ContentBlock => ({ type: "text", text: words });
const resource = (uri: string, mimeType: string, words: string): ContentBlock => ({
  type: "resource",
  resource: { uri, mimeType, text: words },
});

/** Tools that answer the same whatever they are asked. */
export const CONTENT_TOOLS: Record<string, ContentBlock[]> = {
  test_simple_text: [text("This is a simple text response for testing.")],
  test_image_content: [image],
  test_audio_content: [{ type: "audio", ...SOUND }],
  test_embedded_resource: [resource("test://embedded-resource", "text/plain", "An embedded resource.")],
  test_multiple_content_types: [
    text("Multiple content types:"),
    image,
    resource("test://mixed-content-resource", "application/json", `{"test":"data"}`),
  ],
};

/** What a person says, in as many messages. */
function say(...contents: ContentBlock[]): GetPromptResult {
  return { messages: contents.map((content) => ({ role: "user", content })) };
}

/** Prompts that are the same for everybody. */
export const CONTENT_PROMPTS: Record<string, GetPromptResult> = {
  test_simple_prompt: say(text("This is a simple prompt for testing.")),
  test_prompt_with_image: say(image, text("Please analyze the image above.")),
};

export const sayText = (words: string): GetPromptResult => say(text(words));

export const sayResource = (uri: string): GetPromptResult =>
  say(resource(uri, "text/plain", "Embedded resource content."), text("Please process the embedded resource above."));
