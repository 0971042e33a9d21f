/** The card says what staff may decide alone; it only needs to be kept and printed. */
casebookFields('authority-card');
