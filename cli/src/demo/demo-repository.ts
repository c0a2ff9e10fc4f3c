import type { ScriptedStep } from "@catalyst/agents/scripted-model";

const WRONG = "  return (subtotal * percent) / 100;";
const RIGHT = "  return subtotal - (subtotal * percent) / 100;";

const PRICE = `/** The price after a discount of so many percent. */
export function discountedPrice(subtotal, percent) {
${WRONG}
}
`;

const PRICE_TEST = `import assert from "node:assert/strict";
import { test } from "node:test";
import { discountedPrice } from "./price.js";

test("a discount of 20 percent leaves 80 percent", () => {
  assert.equal(discountedPrice(50, 20), 40);
});

test("no discount leaves the price", () => {
  assert.equal(discountedPrice(50, 0), 50);
});
`;

/** A small repository with a bug that its test finds. */
export const DEMO_FILES: Record<string, string> = {
  "package.json": `${JSON.stringify({ name: "shop", private: true, type: "module", scripts: { test: "node --test" } }, null, 2)}\n`,
  "price.js": PRICE,
  "price.test.js": PRICE_TEST,
  "README.md": "# shop\n\nPrices with discounts. Run the test with `npm test`.\n",
};

export const DEMO_ISSUE = `# Discounts are charged instead of subtracted

A discount of 20 percent on 50 must leave 40; the shop asks for 10. \`npm test\` shows it.
The mistake is in price.js.
`;

/** Runs the repository's test; the word after the last colon is its exit code. */
export const RUN_TEST = `node --test
echo "exit code of the test: $?"
`;

/** What the model makes the agent do. */
export const DEMO_STEPS: ScriptedStep[] = [
  { runCommand: "node --test" },
  { editFile: { path: "price.js", from: WRONG, to: RIGHT } },
  { runCommand: "node --test" },
  { runCommand: 'git commit --quiet --all --message "Subtract the discount instead of charging it"' },
  {
    say: "The discount itself was returned instead of the price that is left. price.js subtracts it now, and the test passes.",
  },
];
