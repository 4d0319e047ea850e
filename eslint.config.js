import js from "@eslint/js";
import globals from "globals";

const htmlSinks = ["innerHTML", "outerHTML", "insertAdjacentHTML"].map((property) => ({
  property,
  message: "Text from outside goes into the page by textContent; build elements for the rest.",
}));

/** Younger than the oldest browsers that docs/troubleshooting.md promises. */
const young = [
  ...["canParse", "parse"].map((property) => ({ object: "URL", property })),
  { object: "AbortSignal", property: "any" },
  { property: "adoptedStyleSheets" },
];

export default [
  { ignores: ["static-site/vendor/", ".venv/", "build/", ".artifacts/", ".scandrop/"] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: "error",
      "no-console": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-shadow": "error",
      "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-template": "error",
    },
  },
  {
    files: ["static-site/**/*.js"],
    languageOptions: { globals: globals.browser },
    rules: {
      "max-lines": ["error", 250],
      "max-lines-per-function": ["error", { max: 50 }],
      "no-restricted-properties": ["error", ...htmlSinks, ...young],
    },
  },
  {
    files: ["tests/**/*.js", "*.config.js"],
    languageOptions: { globals: globals.node },
  },
  {
    files: ["tests/e2e/*.js"],
    languageOptions: { globals: globals.browser },
  },
];
