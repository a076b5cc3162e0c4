//! What starts the program itself, or this program again as a child: the case
//! folder, the terminal, hostile input, bad files and the forced command.

mod bad_files;
mod hostile;
mod kiosk;
mod store;
mod terminal;
