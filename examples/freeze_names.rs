//! Writes codesystems/people/names.csv: the names that the people of the coherent profile draw from.
//!
//! ```text
//! cargo run --example freeze_names > codesystems/people/names.csv
//! ```
//!
//! Names come from the crate `fake`. The program itself never asks it: it reads the table, so no upgrade of `fake`
//! can move a name. Run this only to renew the table, which moves names: that takes a new format version.
//! `fake` does not tell men's names from women's, so the lists below do; what `fake` does not know is left out.
//! The table is sorted, each name once, in ASCII letters, as long as the RIF columns allow (15 and 24).

use std::collections::BTreeSet;

use fake::Fake;
use fake::faker::name::raw::{FirstName, LastName};
use fake::locales::EN;
use fake::rand::SeedableRng;
use fake::rand::rngs::StdRng;

/// Draws that reach each of some thousand names but for a chance of one in a billion.
const DRAWS: usize = 200_000;

const WOMEN: &str = "
    Abigail Ada Adela Adeline Agnes Alberta Alexandra Alice Alicia Alma Althea Amanda Amber Amelia Amy Ana Andrea
    Angela Angelica Anita Anna Annette April Araceli Arlene Ashley Audrey Barbara Beatrice Bernadette Bernice Bertha
    Bessie Beth Betsy Betty Beulah Beverly Blanca Blanche Bonnie Brenda Brittany Camille Carmen Carol Caroline Carolyn
    Carrie Catherine Cecelia Cecilia Celia Charlene Charlotte Christina Christine Cindy Clara Claudia Colleen
    Connie Constance Consuelo Cora Crystal Cynthia Daisy Danielle Daphne Darlene Deanna Deborah Delia Delores Diana
    Dolores Donna Dora Doris Dorothy Edith Edna Eileen Elaina Eleanore Elena Elisabeth Elizabeth Ella Ellen Elsa Elsie
    Emily Emma Erica Erin Esperanza Esther Ethel Eugenia Eunice Eva Evelyn Faye Felicia Florence Frances Freda
    Gabriella Geneva Genevieve Georgia Geraldine Gertrude Gina Gladys Glenda Gloria Grace Greta Gwendolyn Hannah
    Harriet Hattie Hazel Heather Heidi Helen Henrietta Hilda Holly Hope Ida Imelda Inez Irene Iris Irma Isabel
    Jacquelyn Jane Janet Janice Jasmine Jean Jeanette Jeanne Jennifer Jessica Jill Joan Joanne Jocelyn Josefina
    Josephine Joyce Juanita Judith Judy Julia Julie June Karen Katherine Kathleen Kathryn Katrina Kay Kelly Kimberly
    Kristin Kristina Laura Lauren Laurie Lena Lenora Leona Leticia Lila Lillian Lillie Linda Lindsay Lisa Lois Lola
    Loretta Lori Louise Lourdes Lucille Lucinda Lucy Luz Lydia Mabel Madeline Mae Maggie Mamie Marcella Marcia
    Margaret Margarita Margie Marguerite Maria Marianne Marie Marilyn Marina Marion Marisol Marjorie Marlene Martha
    Mary Matilda Mattie Maureen Maxine May Melanie Melba Melissa Melody Mercedes Meredith Michelle Mildred Minerva
    Minnie Miriam Molly Mona Monica Muriel Myra Myrtle Nadia Nancy Naomi Natalie Natasha Nellie Nettie Nicole Nina
    Nora Norma Olga Olive Opal Pamela Patricia Patsy Paula Pauline Pearl Peggy Phyllis Priscilla Rachel Ramona
    Rebecca Regina Renee Rhoda Rita Roberta Rosa Rosalie Rosalinda Rose Rosemarie Rosemary Rosetta Ruby Ruth Sabrina
    Sadie Sally Samantha Sandra Sarah Shannon Sharon Sheila Shirley Silvia Sonia Sophia Sophie Stella Stephanie Susan
    Susana Susie Suzanne Sylvia Tamara Tanya Teresa Thelma Theresa Tiffany Tina Tracy Ursula Valerie Vanessa Velma
    Vera Verna Veronica Vicky Victoria Viola Violet Virginia Vivian Wanda Wendy Whitney Wilma Winifred Yesenia Yolanda
    Yoshiko Yvette Yvonne Zoe";

const MEN: &str = "
    Aaron Abdullah Abel Abraham Adam Adolfo Adrian Ahmad Al Alan Albert Alberto Alejandro Alex Alexander Alfonso Alfred
    Alfredo Ali Allan Allen Alphonso Alton Amos Andre Andres Andrew Andy Angelo Anthony Antonio Archibald Armando
    Arnold Arthur Arturo August Austin Barney Barry Ben Benjamin Bennie Bernard Bernardo Bertram Bill Billy Blaine
    Bob Bobby Boris Boyd Brad Bradley Brandon Brendan Brent Brett Brian Bruce Bryan Byron Caleb Calvin Carl Carlos
    Carlton Casimir Cecil Cedric Cesar Chad Charles Charlie Chester Christian Christopher Clarence Clark Claude Clay
    Clayton Clement Cleveland Clifford Clifton Clint Clinton Clyde Cody Colin Conrad Cornelius Craig Curtis Cyril Dale
    Damian Damon Dan Daniel Danny Darius Darrell Darren Darryl Dave David Dean Dennis Derek Derrick Desmond Dewey
    Dexter Diego Dmitri Domingo Dominic Don Donald Donnie Doug Douglas Doyle Duane Dustin Dwayne Dwight Dylan Earl
    Earnest Ed Eddie Edgar Edmund Eduardo Edward Edwin Efrain Elbert Eli Elias Elijah Elliott Ellis Elmer Emanuel
    Emilio Emmett Enrique Eric Erik Ernest Ernesto Ernie Ervin Erwin Esteban Ethan Eugene Evan Everett Ezra Felipe Felix
    Fernando Fidel Floyd Forrest Francis Francisco Frank Franklin Fred Freddie Frederick Gabriel Garrett Garry Gary
    Gene Geoffrey George Gerald Gerard Gerardo Gilbert Gilberto Giovanni Giuseppe Glen Glenn Gordon Grady Graham Grant
    Greg Gregory Grover Guillermo Gus Guy Hal Hank Hans Harold Harry Harvey Hector Henry Herbert Herman Hiram Horace
    Howard Hubert Hugh Humberto Ian Ignacio Ira Irving Irwin Isaac Ismael Israel Ivan Jack Jackson Jacob Jacques Jaime
    Jake Jamal Jared Jason Jasper Javier Jay Jeff Jeffrey Jeremiah Jeremy Jerome Jerry Jesse Jesus Jim Jimmy Joaquin Joe
    Joel Joey John Johnny Jon Jonas Jonathan Jorge Jose Joseph Joshua Josiah Juan Julian Julio Julius Justin Karl Keith
    Kelvin Ken Kenneth Kenny Kent Kevin Khalid Kirk Kurt Kyle Lamar Lance Larry Lawrence Leland Leo Leon Leonard Leonardo
    Leopoldo Leroy Lester Levi Lewis Lincoln Lionel Lloyd Lonnie Lorenzo Louis Lowell Lucas Luigi Luis Luke Luther Lyle
    Mack Malcolm Manuel Marc Marco Marcos Marcus Mario Mark Marlon Marshall Martin Marvin Mathew Maurice Max Maxwell
    Melvin Merle Micah Michael Miguel Mike Miles Milton Mitchell Mohammed Monroe Morris Moses Murray Myron Nathan
    Nathaniel Neal Ned Neil Nelson Nicholas Nick Noah Noel Norbert Norman Oliver Omar Orlando Orville Oscar Otis Otto
    Owen Pablo Patrick Paul Pedro Percy Perry Pete Peter Philip Pierre Rafael Ralph Ramiro Ramon Randall Randy Raul Ray
    Raymond Reginald Reuben Rex Ricardo Richard Rick Rickey Robert Roberto Roderick Rodney Rodolfo Roger Roland Rolando
    Roman Ron Ronald Ronnie Roosevelt Roscoe Ross Roy Ruben Rudolph Rudy Rufus Russell Ryan Salvador Salvatore Sam Sammy
    Samuel Santiago Santos Saul Scott Sean Sergio Seth Shane Sheldon Sherman Sidney Simon Spencer Stan Stanley Stephen
    Steve Steven Stewart Stuart Sylvester Ted Terrance Terrell Theodore Thomas Tim Timothy Tobias Toby Todd Tom Tomas
    Tommy Tony Travis Trevor Troy Tyrone Vernon Victor Vincent Virgil Vladimir Wade Wallace Walter Warren Wayne Wendell
    Wesley Wilbert Wilbur Wilfred Will Willard William Willis Wilson Winston Woodrow Xavier Zachary";

const HEADER: &str = "\
# Names of the people of the coherent profile: given names of women and of men, family names.
# written by examples/freeze_names.rs; sorted, each name once, ASCII
# source: the crate `fake`, English locale
# licence: MIT OR Apache-2.0 (the crate's); which given name is whose: CC0
kind,name";

fn main() {
    let mut words = StdRng::seed_from_u64(1);
    let given: BTreeSet<String> = (0..DRAWS).map(|_| FirstName(EN).fake_with_rng(&mut words)).collect();
    let family: BTreeSet<String> = (0..DRAWS).map(|_| LastName(EN).fake_with_rng(&mut words)).collect();
    println!("{HEADER}");
    for (kind, list) in [("female", WOMEN), ("male", MEN)] {
        let wanted: BTreeSet<&str> = list.split_whitespace().filter(|name| given.contains(*name)).collect();
        for name in wanted.into_iter().filter(|name| fits(name, 15)) {
            println!("{kind},{name}");
        }
    }
    for name in family.iter().filter(|name| fits(name, 24)) {
        println!("family,{name}");
    }
}

/// Letters, spaces, hyphens and apostrophes of ASCII, as many as the column holds.
fn fits(name: &str, longest: usize) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphabetic() || b" -'".contains(&byte);
    !name.is_empty() && name.len() <= longest && name.bytes().all(allowed)
}
