import js from "@eslint/js";
import prettier from "eslint-config-prettier";
import reactHooks from "eslint-plugin-react-hooks";
import reactRefresh from "eslint-plugin-react-refresh";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig([
  globalIgnores(["dist", "coverage", "node_modules", "src/wire/wire.generated.ts"]),
  {
    files: ["**/*.{ts,tsx}"],
    extends: [
      js.configs.recommended,
      tseslint.configs.strictTypeChecked,
      reactHooks.configs.flat["recommended-latest"],
      reactRefresh.configs.vite,
      prettier,
    ],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: ["src/**/*.{ts,tsx}"],
    ignores: ["**/*.test.*"],
    rules: {
      "no-restricted-syntax": [
        "error",
        ...[
          "JSXText[value=/\\S/]",
          "JSXElement > JSXExpressionContainer > Literal[value=/\\p{L}/u]",
          "JSXElement > JSXExpressionContainer > ConditionalExpression > Literal[value=/\\p{L}/u]",
          "JSXElement > JSXExpressionContainer > LogicalExpression > Literal.right[value=/\\p{L}/u]",
          "JSXElement > JSXExpressionContainer > TemplateLiteral > TemplateElement[value.raw=/\\p{L}/u]",
          "JSXAttribute[name.name=/^(aria-label|title|placeholder|alt|label)$/] Literal[value=/\\p{L}/u]",
          "CallExpression[callee.name='say'] > Literal",
          "CallExpression[callee.name='set'] Property[key.name=/^(ended|announcement|text)$/] > Literal[value=/\\p{L}/u]",
        ].map((selector) => ({ selector, message: "Texts that people see are in src/messages.ts." })),
        {
          selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
          message: "Only Pieces.tsx puts HTML into the page, and sanitises it.",
        },
        {
          selector:
            "JSXAttribute[name.name='style'] Property[key.name=/(^|[a-z])(Left|Right|Top|Bottom|Width|Height)|^(left|right|top|bottom|width|height)$/]",
          message: "Logical properties only: inlineSize, insetInlineStart…",
        },
      ],
    },
  },
]);
