import fc from "fast-check";
import { expect, it } from "vitest";
import { escapeHtml, scriptJson } from "../../lib/notebook/escapeHtml.js";

it("leaves nothing that HTML would read as markup, between tags or in an attribute", () => {
  expect(escapeHtml(`<a href="x" id='y'>&`)).toBe(
    "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;",
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(escapeHtml(text)).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
    }),
  );
});

it("writes JSON that cannot end its script and still means the same", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = scriptJson({ value, attack: "</script><!--<script>\u2028\u2029" });
      expect(text).not.toMatch(/[<\u2028\u2029]/);
      expect(JSON.parse(text).value).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

it("refuses what has no JSON", () => {
  expect(() => scriptJson(undefined)).toThrow("scriptJson: undefined has no JSON");
});
