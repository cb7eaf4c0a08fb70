// For @graphql-codegen/cli as it stands (npx graphql-codegen); here tools/generate.ts reads it, which needs 225 packages fewer.
// Elsewhere `schema` is the address of a running Marquee: http://127.0.0.1:4000/schema.graphql
export default {
  schema: "../schema/api.graphql",
  documents: ["operations/*.graphql"],
  generates: {
    "generated/": {
      preset: "client",
      presetConfig: { fragmentMasking: false },
      config: {
        enumsAsTypes: true,
        useTypeImports: true,
        importExtension: ".js",
        scalars: {
          ID: "string",
          Cursor: "string",
          DateTime: "string",
          Date: "string",
          CountryCode: "string",
          SafeInt: "number",
        },
      },
    },
  },
} as const;
