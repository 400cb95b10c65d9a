"""The workbook: a framework as a spreadsheet that is filled in, scores itself by formulas, and is read back as a submission."""
