// Stands in for `request`, which danfojs-node 1.2.0 loads to read CSV and JSON from URLs.
// The real package is deprecated since 2020 and carries open security advisories (server-side request
// forgery, and those of tough-cookie and form-data). Files on disk are read without it.

function unavailable() {
  throw new Error(
    "danfojs-node: reading a table from a URL is not supported here, download the file and read it from disk.",
  );
}

module.exports = Object.assign(unavailable, { get: unavailable });
