import { modelName } from "./model-name.ts";
import { anything, both, fields, inline, isObject, listOf, type Rule, textOr } from "./rule.ts";

/** Google's JSON takes `fileData` and `file_data` for the same. */
const spell = (field: string) => field.replaceAll("_", "").toLowerCase();

function message(name: string, known: Record<string, Rule>): Rule {
  return fields(name, Object.fromEntries(Object.entries(known).map(([field, rule]) => [spell(field), rule])), spell);
}

/** Of pictures the tokens are bounded; of anything else a few bytes may hold much. */
const sized: Rule = (value, report) => {
  const type = isObject(value) ? Object.entries(value).find(([field]) => spell(field) === "mimetype")?.[1] : undefined;
  if (/^image\//i.test(String(type))) {
    report.noteImage();
  } else {
    report.noteUnsized();
  }
};

const inlineData = both(
  message("inlineData", { mimeType: anything, data: inline("inlineData.data"), displayName: anything }),
  sized,
);

const part = message("part", {
  text: anything,
  thought: anything,
  thoughtSignature: anything,
  inlineData,
  functionCall: anything,
  functionResponse: message("functionResponse", {
    id: anything,
    name: anything,
    response: anything,
    parts: listOf("functionResponse.parts", message("functionResponse.part", { inlineData })),
    scheduling: anything,
    willContinue: anything,
  }),
  executableCode: anything,
  codeExecutionResult: anything,
  toolCall: anything,
  toolResponse: anything,
  videoMetadata: anything,
  mediaResolution: anything,
  partMetadata: anything,
});

const content = message("content", { role: anything, parts: listOf("content.parts", part) });

/** https://ai.google.dev/api/generate-content; counting tokens takes the same, or the whole request within. */
const KNOWN: Record<string, Rule> = {
  model: modelName,
  contents: listOf("parameter.contents", content),
  systemInstruction: textOr(content),
  tools: listOf("parameter.tools", message("tool", { functionDeclarations: anything, computerUse: anything })),
  toolConfig: anything,
  generationConfig: anything,
  safetySettings: anything,
  labels: anything,
  serviceTier: anything,
};

export const geminiRequest: Rule = message("parameter", {
  ...KNOWN,
  generateContentRequest: message("parameter", KNOWN),
});
