import { modelName } from "./model-name.ts";
import { anything, both, fields, inline, isObject, listOf, type Rule, textOr, within } from "./rule.ts";
import { respelled } from "./spelling.ts";

function message(name: string, known: Record<string, Rule>): Rule {
  return both(respelled(Object.keys(known)), fields(name, known));
}

/** An object of which these fields are read; the others are data. */
function partly(name: string, known: readonly string[]): Rule {
  return both(respelled(known), within(name, {}));
}

/** Of pictures the tokens are bounded; of anything else a few bytes may hold much. */
const sized: Rule = (value, report) => {
  if (isObject(value) && /^image\//i.test(String(value.mimeType))) {
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
  generationConfig: partly("generationConfig", ["maxOutputTokens", "candidateCount"]),
  safetySettings: anything,
  labels: anything,
  serviceTier: anything,
};

export const geminiRequest: Rule = message("parameter", {
  ...KNOWN,
  generateContentRequest: message("parameter", KNOWN),
});
