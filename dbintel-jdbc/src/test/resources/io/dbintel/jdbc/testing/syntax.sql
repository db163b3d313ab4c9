selekt 1
