"""Files in and out: one module per format reads a file into drafts and problems; refreshing applies them."""
