"""What any office needs and no treaty defines: database, periods, clock, permissions, audit, accounts, documents."""
