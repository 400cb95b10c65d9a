// Why a workbook is not opened: codes as in finding.py, with what exactly is wrong.

/** A workbook that cannot be read; `kind` is put into words by the form. */
export class Refused extends Error {
  constructor(kind, detail) {
    super(`${kind}: ${detail}`);
    this.kind = kind;
    this.detail = detail;
  }
}

export const damaged = (detail) => new Refused("damaged-workbook", detail);
export const unsafe = (detail) => new Refused("unsafe-workbook", detail);
export const foreign = (detail) => new Refused("foreign-workbook", detail);
