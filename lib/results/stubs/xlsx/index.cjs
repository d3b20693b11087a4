// Stands in for `xlsx` (SheetJS), which danfojs-node 1.2.0 loads for `readExcel` and `toExcel` only.
// The real package is fetched from a URL outside the npm registry, so it cannot be mirrored, audited
// or installed offline. Tables here go through CSV; using a spreadsheet function says so.

function unavailable() {
  throw new Error(
    "danfojs-node: Excel files are not supported here, save the sheet as CSV instead.",
  );
}

module.exports = {
  read: unavailable,
  readFile: unavailable,
  writeFile: unavailable,
  utils: {
    sheet_to_json: unavailable,
    aoa_to_sheet: unavailable,
    book_new: unavailable,
    book_append_sheet: unavailable,
  },
};
